import { crc32 } from "node:zlib";

/**
 * Writes entries as lines of a segment: checksum in 8 hexadecimal digits, length in bytes, the bytes. What a crash left
 * half written is recognized by either; against people there is the chain. The lines are good until the next are
 * written, because a buffer for each group would cost more than what is written into it.
 */
export function lineEncoder(): (bodies: readonly Buffer[]) => Buffer {
  let lines = Buffer.alloc(0);
  return (bodies) => {
    const most = bodies.reduce((sum, { length }) => sum + PREFIX_BYTES_MAX + length + 1, 0);
    if (lines.length < most) lines = Buffer.alloc(2 * most);
    let end = 0;
    for (const body of bodies) {
      end += lines.write(`${crc32(body).toString(16).padStart(8, "0")} ${body.length} `, end, "latin1");
      lines.set(body, end);
      end += body.length;
      lines[end++] = NEW_LINE;
    }
    return lines.subarray(0, end);
  };
}

const NEW_LINE = 10;
const PREFIX = /^([0-9a-f]{8}) (\d{1,9}) /;
const PREFIX_BYTES_MAX = 19;

/** The entries at the beginning of a segment's bytes, up to the first that is not whole, and where they end. */
export function decodeLines(bytes: Buffer): { readonly bodies: readonly Buffer[]; readonly validBytes: number } {
  const bodies: Buffer[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const prefix = PREFIX.exec(bytes.toString("latin1", offset, offset + PREFIX_BYTES_MAX));
    if (!prefix) break;
    const start = offset + prefix[0].length;
    const end = start + Number(prefix[2]);
    const body = bytes.subarray(start, end);
    if (bytes[end] !== NEW_LINE || crc32(body) !== Number.parseInt(prefix[1] ?? "", 16)) break;
    bodies.push(body);
    offset = end + 1;
  }
  return { bodies, validBytes: offset };
}
