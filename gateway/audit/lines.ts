import { crc32 } from "node:zlib";

/**
 * An entry as a line of a segment: checksum in 8 hexadecimal digits, length in bytes, the bytes. What a crash left half
 * written is recognized by either; against people there is the chain.
 */
export function encodeLines(bodies: readonly Buffer[]): Buffer {
  const lines = Buffer.allocUnsafe(bodies.reduce((sum, { length }) => sum + PREFIX_BYTES_MAX + length + 1, 0));
  let end = 0;
  for (const body of bodies) {
    end += lines.write(`${crc32(body).toString(16).padStart(8, "0")} ${body.length} `, end, "latin1");
    lines.set(body, end);
    end += body.length;
    lines[end++] = NEW_LINE;
  }
  return lines.subarray(0, end);
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
