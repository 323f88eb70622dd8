/** A still picture in WebP, laid over those before it at (x, y), both even. */
export interface Frame {
  readonly webp: Buffer;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly forMs: number;
}

const ANIMATED = 0x02;
const NO_BLENDING = 0x02;
/** What holds the pixels of a still picture. */
const PIXELS = new Set(['ALPH', 'VP8 ', 'VP8L']);

/**
 * Joins still pictures to an animated one, which plays again and again.
 *
 * Source: WebP Container Specification, https://developers.google.com/speed/webp/docs/riff_container
 */
export function animatedWebp(width: number, height: number, frames: readonly Frame[]): Buffer {
  const header = chunk('VP8X', [uint(ANIMATED, 4), uint(width - 1, 3), uint(height - 1, 3)]);
  const [background, forever] = [uint(0xffffffff, 4), uint(0, 2)];
  return riff([header, chunk('ANIM', [background, forever]), ...frames.map(frameChunk)]);
}

function frameChunk({ webp, x, y, width, height, forMs }: Frame): Buffer {
  const pixels = chunksOf(webp).filter(each => PIXELS.has(each.toString('latin1', 0, 4)));
  const place = [uint(x / 2, 3), uint(y / 2, 3), uint(width - 1, 3), uint(height - 1, 3)];
  return chunk('ANMF', [...place, uint(forMs, 3), uint(NO_BLENDING, 1), ...pixels]);
}

/** The chunks of a file, each with its header and padding. */
function chunksOf(file: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 12; at < file.length;) {
    const size = 8 + file.readUInt32LE(at + 4);
    chunks.push(file.subarray(at, at + size + (size % 2)));
    at += size + (size % 2);
  }
  return chunks;
}

const riff = (chunks: readonly Buffer[]) => chunk('RIFF', [Buffer.from('WEBP', 'latin1'), ...chunks]);

function chunk(name: string, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(name, 'latin1'), uint(body.length, 4), body, Buffer.alloc(body.length % 2)]);
}

function uint(value: number, bytes: 1 | 2 | 3 | 4): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
}
