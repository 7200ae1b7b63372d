import { concat, ofBuffer, type ByteSource } from './byte-source.ts';

/** A cipher that works through chunks in their order: each one needs what the one before it left behind. */
export interface Chain<State> {
  /** Bytes of plain text in each chunk but the last one. */
  readonly chunkBytes: number;
  /** Bytes that every chunk grows by. */
  readonly tagBytes: number;
  /** What the first chunk needs; asked for when something is read. */
  first(): State;
  /** @param plain - used again when this returns */
  seal(plain: Buffer, state: State, isLast: boolean): { readonly pieces: readonly Buffer[]; readonly next: State };
}

/**
 * Encrypts what is read, when it is read. What lies between two chunks is kept (some bytes for each of them), so that a later
 * reader starts at the chunk that it wants: memory stays flat at any size, and nothing is encrypted to know the size.
 */
export function chained<State>(plain: ByteSource, chain: Chain<State>): ByteSource {
  const chunks = Math.max(1, Math.ceil(plain.size / chain.chunkBytes));
  const stride = chain.chunkBytes + chain.tagBytes;
  const states: State[] = [];
  return {
    size: plain.size + chunks * chain.tagBytes,
    *read(start, end) {
      if (start >= end) return;
      states[0] ??= chain.first();
      const room = Buffer.allocUnsafe(Math.min(chain.chunkBytes, plain.size));
      for (
        let index = Math.min(states.length - 1, Math.floor(start / stride));
        index < chunks && index * stride < end;
        index += 1
      ) {
        const from = index * chain.chunkBytes;
        const text = fill(room, plain.read(from, Math.min(plain.size, from + chain.chunkBytes)));
        const { pieces, next } = chain.seal(text, states[index] as State, index === chunks - 1);
        if (index < chunks - 1) states[index + 1] = next;
        const sealed = concat(pieces.map(ofBuffer));
        const [first, last] = [Math.max(0, start - index * stride), Math.min(sealed.size, end - index * stride)];
        if (first < last) yield* sealed.read(first, last);
      }
    },
  };
}

/** Copies the pieces into that room; memory that is asked for chunk by chunk takes longer than the cipher. */
function fill(room: Buffer, pieces: Iterable<Buffer>): Buffer {
  let length = 0;
  for (const piece of pieces) length += piece.copy(room, length);
  return room.subarray(0, length);
}
