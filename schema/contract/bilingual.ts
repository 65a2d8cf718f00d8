/** A sentence or a term in both languages. */
export interface Bilingual {
  readonly en: string;
  readonly vi: string;
}
