import type { ProofOrders } from './children/orders.ts';
import { cpuMsOf } from './public-tools.ts';

type Archive = ProofOrders['writeArchive']['answer'];

/** The encrypted bytes of the part, and no others. */
const cut = ({ start, sealed }: Archive): string => `tail -c +${start + 1} "$1" | head -c ${sealed}`;

/** Processor milliseconds of `openssl enc -d` and `gzip -t` for the part of an archive with SecureTar 2. */
export const opensslCpu = async (file: string, archive: Archive, signal: AbortSignal): Promise<number> => {
  const decrypt = `openssl enc -d -aes-128-cbc -K ${archive.key} -iv ${archive.iv}`;
  return await cpuMsOf(`${cut(archive)} | ${decrypt} | gzip -t`, file, ['openssl', 'gzip'], signal);
};

/** libsodium as the system has it, called by Python, which only moves the bytes. */
const sodiumLoop = `
import ctypes, ctypes.util, sys
sodium = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
key, header = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2])
state = ctypes.create_string_buffer(sodium.crypto_secretstream_xchacha20poly1305_statebytes())
if sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key): sys.exit(1)
chunk = 1024 * 1024
text, tag, length = ctypes.create_string_buffer(chunk), ctypes.c_ubyte(), ctypes.c_ulonglong()
pull = sodium.crypto_secretstream_xchacha20poly1305_pull
view = memoryview(text)
while True:
    sealed = sys.stdin.buffer.read(chunk + 17)
    if not sealed: sys.exit(0 if tag.value == 3 else 1)
    if pull(state, text, ctypes.byref(length), ctypes.byref(tag), sealed, ctypes.c_ulonglong(len(sealed)), None, ctypes.c_ulonglong(0)): sys.exit(1)
    sys.stdout.buffer.write(view[:length.value])
`;

/** The same for SecureTar 3: a plain libsodium loop and `gzip -t`. */
export const sodiumCpu = async (file: string, archive: Archive, signal: AbortSignal): Promise<number> => {
  const loop = `python3 -c '${sodiumLoop.replaceAll("'", `'\\''`)}' ${archive.key} ${archive.iv}`;
  return await cpuMsOf(`${cut(archive)} | ${loop} | gzip -t`, file, ['python3', 'gzip'], signal);
};
