import sodium from 'libsodium-wrappers-sumo';

/**
 * Argon2 is made to cost: most of what hundreds of damaged archives with the same key and the same salt took. It gives the same
 * for the same, so a worker derives each root once; what it gives is a copy, for `KeyRing` wipes its own.
 */
await sodium.ready;
const derive = sodium.crypto_pwhash;
const known = new Map<string, Uint8Array>();

const deriveOnce = (
  length: number,
  password: string | Uint8Array,
  salt: Uint8Array,
  operations: number,
  memory: number,
  algorithm: number,
): Uint8Array => {
  const given = [password, salt].map((bytes) => Buffer.from(bytes).toString('hex'));
  const name = [length, ...given, operations, memory, algorithm].join(' ');
  const root = known.get(name) ?? derive(length, password, salt, operations, memory, algorithm);
  known.set(name, root);
  return Uint8Array.from(root);
};

Object.assign(sodium, { crypto_pwhash: deriveOnce });
