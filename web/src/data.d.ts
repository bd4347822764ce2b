// What the pages read from data/ of the site, as the package bevo.site writes it.

export interface Linked {
  id: string;
  label: string;
  /** Its page, relative to the root of the site. */
  page: string;
}

/** data/findings.json is a list of these. */
export interface Finding {
  id: string;
  label: string;
  kind: string;
  sign: string;
  outcome: string;
  /** Whether it counts: no summary, nothing hedged. */
  result: boolean;
  source: string[];
  cargo: string[];
  recipient: string[];
  verdict: string[];
  review: string[];
  /** Whether curators accept it as told. */
  read: string[];
  /** What the cited studies say, where they were checked. */
  check: string[];
  /** The labels of all its terms. */
  names: string[];
  graph?: string;
  /** By their ids. */
  studies: string[];
  sourceIds: string[];
  cargoIds: string[];
  recipientIds: string[];
  outcomeId: string;
  /** The levels of evidence that are told. */
  evidence: string[];
  /** The studies in short. */
  study: string[];
  model: string[];
  donorState: string[];
  recipientState: string[];
  lineage: string[];
  recipientLineage: string[];
  organism: string[];
}

/** data/leaving.json: what tables take along when a reader keeps them. */
export interface Leaving {
  /** The beginnings of IRIs by the prefixes of CURIEs. */
  prefixes: Record<string, string>;
  /** The CURIEs of things by the paths of their pages, where the path does not tell it. */
  pages: Record<string, string>;
  studies: Record<string, { name: string; title: string; year: string; doi: string; pmid: string }>;
  reviews: Record<string, { title: string; year: string; doi: string }>;
}

/** What a picture tells of a finding. */
export interface Said {
  id: string;
  label: string;
  sign: string;
  /** What the vesicle itself does to the outcome: promotes, inhibits or nothing. */
  side: string;
  outcome: string;
  verdict: string[];
}

/** A cell, tissue, fluid or outcome in a picture. */
export interface Place extends Linked {
  short: string;
  /** Where it belongs: its lineage, or the kind of outcome. */
  group: string;
}

/** data/network.json: who sends vesicles to whom, by the ids of nodes and findings; places stand by lineage. */
export interface Network {
  nodes: Place[];
  edges: { source: string; target: string; findings: string[] }[];
  findings: Record<string, Said>;
}

/** data/matrix.json: sources by outcomes; the cells hold ids of findings. */
export interface Matrix {
  rows: Place[];
  columns: Place[];
  cells: MatrixCell[];
  findings: Record<string, Said>;
}

export interface MatrixCell {
  row: string;
  column: string;
  promotes: string[];
  inhibits: string[];
  other: string[];
}

/** data/mechanisms.json: each cargo with the ids of what is told of it. */
export interface Mechanisms {
  cargo: Cargo[];
  findings: Record<string, Told>;
  studies: Record<string, { label: string; page: string }>;
}

export interface Cargo {
  id: string;
  label: string;
  names: string[];
  /** The microRNA that an arm or a member belongs to; others are their own. */
  family: string;
  findings: string[];
}

export interface Told extends Said {
  steps: Step[];
  background: Background[];
  cargo: { name: string; amount: string }[];
  source: string[];
  recipient: string[];
  studies: string[];
}

/** How background goes on from where stated steps end, to the outcome; source is where that is known from. */
export interface Background {
  subject: string;
  sign: string;
  says: string;
  source: string;
}

export interface Step {
  subject: string;
  verb: string;
  object: string;
}

/** data/compare.json is a list of these: what can be compared, and the path of its slice in data/compare/. */
export interface Comparable {
  id: string;
  label: string;
  role: "source" | "cargo";
  slice: string;
  findings: number;
}

/** A slice: what the vesicles of a cell, or those with a cargo, are told to do. */
export interface Compared extends Linked {
  kind: string;
  role: "source" | "cargo";
  /** The kinds of it that are counted as well. */
  with: string[];
  /** All that is counted of it, by id; the rest of the slice names them. */
  findings: Record<string, { verdict: string[]; studies: string[] }>;
  outcomes: Outcome[];
  targets: Outcome[];
  partners: (Linked & { as: string; findings: string[] })[];
  conflicts: { key: string; about: string; promotes: string[]; inhibits: string[] }[];
}

/** Findings by what they say: promotes, inhibits or other of an outcome, a verb of a target. */
export interface Outcome extends Linked {
  told: Record<string, string[]>;
}

/** data/questions.json is a list of these. */
export interface Question {
  name: string;
  title: string;
  question: string;
  /** Empty for a query of one's own. */
  group: string;
  parameters: Parameter[];
  text: string;
}

export interface Parameter {
  name: string;
  type: "term" | "text" | "number";
  about: string;
  default: string;
}

/** data/search.json: everything with a name, and what each finding holds. Other things are meant by their place in things. */
export interface SearchData {
  /** Whether findings, studies and discrepancies are left out, for they are too many; the server's /search has them. */
  partial?: boolean;
  /** Pairs of a kind and the group that it belongs to. */
  kinds: [string, string][];
  things: [id: string, label: string, kind: number, page: string, findings: number, parents: number[], synonyms: string[], also: string[]][];
  /** Uses are pairs of a thing and the bits of its roles. */
  findings: [id: string, label: string, uses: number[]][];
}

/** What /search?q= of the server answers, and the search of the page. */
export interface SearchAnswer {
  query: string;
  /** The text that was searched for instead, where a word was a slip. */
  read_as: string;
  did_you_mean: string[];
  understood: { text: string; role: string; means: { id: string; label: string }[]; write: string }[];
  words: string[];
  ignored: string[];
  /** The page of the one thing that the whole text names. */
  opens: string | null;
  findings: number;
  finding_ids: string[];
  count: number;
  results: SearchResult[];
}

export interface SearchResult extends Linked {
  kind: string;
  score: number;
  /** The name by which it was found, where it is not the label. */
  name: string;
  findings: number;
}
