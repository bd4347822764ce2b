// Identifiers however people paste them, in one writing, as scripts/bevo/search/identifiers.py has it.

import { plain } from "./spelling.js";

const PREFIXES = "cl|go|uberon|mondo|chebi|eco|so|pato|obi|pr|mgi|hgnc|rgd|ncbitaxon|taxon|fplx|mesh|cellosaurus|mirbase|"
  + "mirbase.mature|bevo|finding|study|review|molecule|discrepancy|question|uniprot|bfo|ro|iao";
const OWN = "finding|study|review|molecule|discrepancy|question";
const DOI = /^(?:(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\/|doi[: ]+)?(10\.\d{4,9}\/\S+)$/;
const DOI_WITHIN = /^https?:\/\/[^?#]*?\/(10\.\d{4,9}\/[^\s?#]+?)(?:\/(?:full|fulltext|abstract|pdf|epdf|html|meta)|\.full|\.pdf|\.abstract)*\/?(?:[?#].*)?$/;
const NATURE = /^https?:\/\/(?:www\.)?nature\.com\/articles\/([a-z0-9.-]+?)(?:\.pdf)?\/?(?:[?#].*)?$/;
const PMID = new RegExp("^(?:(?:(?:https?://)?(?:www\\.)?(?:pubmed\\.ncbi\\.nlm\\.nih\\.gov|ncbi\\.nlm\\.nih\\.gov/pubmed)/|"
  + "(?:pmid|pubmed(?: id)?)[:# ]*)(\\d{1,8})/?|(\\d{6,8}))$");
const PAGE = new RegExp(`^https?://[^?#]*?/(?:(${OWN}|term)/)?([^/?#]+?)(?:\\.html|\\.ttl|\\.jsonld|\\.nt)?(?:[?#].*)?$`);
const CURIE = new RegExp(`^(?:obo:)?(${PREFIXES})[:_]\\s?([\\p{L}\\p{N}_/.+\\-]+)$`, "u");
const ACCESSION = /^(?:(?:cellosaurus|mirbase|mirbase\.mature)[:/])?(cvcl_\w{4}|mimat\d{7}|mi\d{7})$/;

/**
 * A CURIE; a participant of a finding is in its finding.
 *
 * @param {string} prefix
 * @param {string} name
 */
const own = (prefix, name) => `${prefix}:${(prefix === "finding" && /^(f\d{4,})-.+$/.exec(name)?.[1]) || name}`;

/**
 * The one writing of a DOI, PMID, CURIE, IRI, accession or address of a page; null if a text is none of these.
 *
 * @param {string} text
 * @returns {string | null}
 */
export function identifier(text) {
  const folded = plain(text).toLowerCase().replace(/^[<>"' ]+|[<>"' ]+$/g, "").replace(/[.,;]+$/, "");
  const doi = DOI.exec(folded);
  if (doi) return `doi:${doi[1].replace(/[.,;)]+$/, "")}`;
  const within = DOI_WITHIN.exec(folded);
  if (within) return `doi:${within[1]}`;
  const nature = NATURE.exec(folded);
  if (nature) return `doi:10.1038/${nature[1]}`;
  const pmid = PMID.exec(folded);
  if (pmid) return `pmid:${Number(pmid[1] ?? pmid[2])}`;
  const accession = ACCESSION.exec(folded);
  if (accession) return accession[1];
  if (/^[fd]\d{4,}$/.test(folded)) return own(folded.startsWith("f") ? "finding" : "discrepancy", folded);
  const curie = CURIE.exec(folded);
  if (curie) {
    const [, prefix, name] = curie;
    if (!folded.includes(":") && !/^\d{4,}$/.test(name)) return null;
    const inner = prefix === "bevo" ? new RegExp(`^(${OWN})/(.+)$`).exec(name) : null;
    if (inner) return own(inner[1], inner[2]);
    return ACCESSION.test(name) ? name : own(prefix === "taxon" ? "ncbitaxon" : prefix, name);
  }
  const page = folded.startsWith("http") ? PAGE.exec(folded.replace(/\/+$/, "")) : null;
  if (!page) return null;
  if (page[1] && page[1] !== "term") return own(page[1], page[2]);
  return identifier(page[2]) ?? `bevo:${page[2]}`;
}
