// What findings say together, and how that looks.

/** The words of the verbs that have a sign: those of scripts/bevo/signs.py, to which a test holds them. */
export const SIGNS = { plus: "promotes", minus: "inhibits" };

/** What a verb makes of its object: "plus" for more, "minus" for less, "neutral" where it says neither. */
export const signOf = (words) => Object.entries(SIGNS).find(([, verb]) => verb === words)?.[0] ?? "neutral";

/** For each way to read a finding: the word for plus, the word for minus, and what a finding counts for. */
export const READINGS = {
  verdict: {
    name: "gain or loss of bone and cartilage",
    plus: "gain",
    minus: "loss",
    mixed: "both gain and loss",
    neutral: "neither",
    of: ({ verdict }) => ({ plus: verdict.some((one) => one.endsWith("gain")), minus: verdict.some((one) => one.endsWith("loss")) }),
  },
  sign: {
    name: `${SIGNS.plus} or ${SIGNS.minus} the outcome`,
    ...SIGNS,
    mixed: "both signs",
    neutral: "neither",
    of: ({ sign }) => ({ plus: sign === SIGNS.plus, minus: sign === SIGNS.minus }),
  },
};

export const MARKS = { plus: "▲", minus: "▼", mixed: "◆", neutral: "●" };

const VARIABLES = { plus: ["--gain", "#0a7d74"], minus: ["--loss", "#b8451a"], mixed: ["--mixed", "#7a3fa0"], neutral: ["--neutral", "#6b7280"] };
const OTHERS = { fg: ["--fg", "#1c2430"], bg: ["--bg", "#ffffff"], muted: ["--muted", "#5b6472"], accent: ["--accent", "#1f5f8b"] };

/** The colours of the page as they are now, light or dark, as values that need no stylesheet. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("canvas").getContext("2d");
  const value = ([name, fallback]) => {
    probe.fillStyle = fallback;
    probe.fillStyle = style.getPropertyValue(name).trim() || fallback;
    return probe.fillStyle;
  };
  return Object.fromEntries(Object.entries({ ...VARIABLES, ...OTHERS }).map(([key, names]) => [key, value(names)]));
}

/** One colour over another, both as #rrggbb. */
export function mix(colour, ground, part) {
  const channel = (text, at) => Number.parseInt(text.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) => Math.round(part * channel(colour, at) + (1 - part) * channel(ground, at)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** What one finding counts as. */
export function kindOf(finding, reading) {
  const { plus, minus } = READINGS[reading].of(finding);
  if (plus && minus) return "mixed";
  return plus ? "plus" : minus ? "minus" : "neutral";
}

/** How many findings say plus and minus, how many neither, and what they are together. */
export function tally(findings, reading) {
  const read = findings.map(READINGS[reading].of);
  const plus = read.filter((one) => one.plus).length;
  const minus = read.filter((one) => one.minus).length;
  const neither = read.filter((one) => !one.plus && !one.minus).length;
  const kind = plus && minus ? "mixed" : plus ? "plus" : minus ? "minus" : "neutral";
  return { plus, minus, neither, count: findings.length, kind };
}

/** A tally in words: "3 promotes, 1 inhibits". */
export function inWords({ plus, minus, neither }, reading) {
  const { plus: forward, minus: backward, neutral } = READINGS[reading];
  const parts = [plus && `${plus} ${forward}`, minus && `${minus} ${backward}`, neither && `${neither} ${neutral}`];
  return parts.filter(Boolean).join(", ");
}
