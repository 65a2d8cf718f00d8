/** The sentence for an operator in place of a stack: what went wrong, as far as it is known. */
export function failureSentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  // ENOSPC comes from our own files, 53100 from PostgreSQL.
  if (code === "ENOSPC" || code === "53100") return `The disk is full: ${error.message}.`;
  if (code === "EACCES" || code === "EROFS") return `The data folder cannot be written: ${error.message}.`;
  return error.message || String(code ?? error.name);
}
