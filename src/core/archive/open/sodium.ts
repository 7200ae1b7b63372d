import sodium from 'libsodium-wrappers-sumo';

export type Sodium = typeof sodium;

/** libsodium in WebAssembly, made ready when it is first needed. */
export const readySodium = async (): Promise<Sodium> => {
  await sodium.ready;
  return sodium;
};
