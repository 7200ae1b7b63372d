/**
 * The levels to which a copy is proven, each resting on all below it. The one place for their numbers and names: manifest,
 * terminal and windows take them from here.
 */
export const ladder = [
  { level: 0, name: 'Stored', means: 'listed in the cloud with the right size' },
  { level: 1, name: 'Intact', means: 'structure and SHA-256, while the bytes pass' },
  { level: 2, name: 'Opens', means: 'the key opens every part' },
  { level: 3, name: 'Readable', means: 'every part decrypted, decompressed and read to its last byte' },
  { level: 4, name: 'Makes sense', means: 'configuration, registries and history are there and whole' },
  { level: 5, name: 'Came back', means: 'downloaded from the cloud, the same SHA-256, then Readable and Makes sense' },
] as const;

export type Level = (typeof ladder)[number]['level'];

/** What a file on disk can be proven to. */
export const fileLevels = [1, 2, 3, 4] as const;
export type FileLevel = (typeof fileLevels)[number];

export const levelNames = ladder.map(({ name }) => name);

export const levelName = (level: Level): (typeof ladder)[number]['name'] => ladder[level].name;
