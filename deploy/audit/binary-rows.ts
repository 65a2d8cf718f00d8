/** Signature, flags and the length of an extension that no version has used. */
const HEADER_BYTES = 19;
const TRAILER = -1;

/**
 * The rows of a binary COPY that returns its columns as they are, gathered by the chunks in which they come. Columns
 * that are null are left out of a row.
 */
export async function* binaryRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly (readonly Buffer[])[]> {
  let rest = Buffer.alloc(0);
  let isBegun = false;
  for await (const chunk of chunks) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!isBegun && bytes.length >= HEADER_BYTES) {
      bytes = bytes.subarray(HEADER_BYTES);
      isBegun = true;
    }
    const rows: (readonly Buffer[])[] = [];
    let offset = 0;
    for (let row = isBegun ? rowAt(bytes, 0) : null; row; row = rowAt(bytes, offset)) {
      rows.push(row.columns);
      offset = row.end;
    }
    // A copy, lest a few bytes keep a whole chunk.
    rest = Buffer.from(bytes.subarray(offset));
    if (rows.length > 0) yield rows;
  }
}

/** The row that begins at an offset; null when it is not whole yet or no more follows. */
function rowAt(bytes: Buffer, offset: number): { readonly columns: readonly Buffer[]; readonly end: number } | null {
  if (bytes.length < offset + 2) return null;
  const count = bytes.readInt16BE(offset);
  if (count === TRAILER) return null;
  const columns: Buffer[] = [];
  let end = offset + 2;
  for (let column = 0; column < count; column++) {
    if (bytes.length < end + 4) return null;
    const length = bytes.readInt32BE(end);
    end += 4;
    if (length < 0) continue;
    if (bytes.length < end + length) return null;
    columns.push(bytes.subarray(end, end + length));
    end += length;
  }
  return { columns, end };
}
