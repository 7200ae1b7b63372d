/** What a child can be asked for: by name, one argument, one answer. All of it travels as JSON. */
export type Orders = Readonly<Record<string, { readonly argument: unknown; readonly answer: unknown }>>;

export interface Question {
  readonly id: number;
  readonly order: string;
  readonly argument: unknown;
}

export type Answer = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: string });

/** A Home Assistant. */
export type HomeOrders = {
  readonly where: { argument: null; answer: { readonly url: string; readonly token: string } };
  /** Returns the id. */
  readonly addBackup: { argument: { readonly bytes: number; readonly date: string }; answer: string };
  /** Bytes per second; null = as fast as it goes. */
  readonly throttle: { argument: number | null; answer: null };
};

/** What rclone needs to find the simulated Apple and to be signed in there. */
export type RcloneEnvironment = Readonly<Record<string, string>>;

export interface AppleFacts {
  readonly proxyUrl: string;
  readonly caFile: string;
  readonly appleId: string;
  readonly password: string;
  readonly deviceCode: string;
}

/** An Apple that keeps hashes instead of bytes, unless it is told to keep them. */
export type AppleOrders = {
  readonly where: { argument: null; answer: AppleFacts };
  /** A computer of its own that is signed in, for rclone without us. The executable is the repository's. */
  readonly signInRclone: { argument: { readonly executable: string }; answer: RcloneEnvironment };
  /** Bytes per second both ways; null = as fast as it goes. */
  readonly throttle: { argument: number | null; answer: null };
  /** Bytes per second of each single download; null = as fast as it goes. */
  readonly throttleEachDownload: { argument: number | null; answer: null };
  /** What is uploaded from now on can be downloaded. */
  readonly keepBytes: { argument: null; answer: null };
  /** Names and sizes of all files in the drive. */
  readonly files: { argument: null; answer: readonly { readonly path: string; readonly size: number }[] };
};

export interface OurSetUp {
  /** Everything of this computer lies in there. */
  readonly folder: string;
  readonly resourcesDir: string;
  readonly home: HomeOrders['where']['answer'];
  readonly apple: AppleFacts;
  /** Whether levels 2 to 4 of each backup are tried beside its upload. */
  readonly proves: boolean;
}

/** Of one run, measured in the process that did it. */
export interface OurRun {
  readonly ms: number;
  /** User and system, without rclone. */
  readonly cpuMs: number;
  /** Largest resident size since the process began. */
  readonly peakBytes: number;
  /** Ids of what is stored now. */
  readonly stored: readonly string[];
  /** The highest level of the ladder that the newest backup reached. */
  readonly level: number;
  /** In words, where it did not go well. */
  readonly trouble: string | null;
}

/** Our proof of an archive on disk, in a process that does nothing else. */
export type ProofOrders = {
  readonly writeArchive: {
    argument: {
      readonly file: string;
      /** About so many. */
      readonly bytes: number;
      /** Of SecureTar. */
      readonly version: 2 | 3;
      readonly password: string;
    };
    answer: {
      /** Where the encrypted bytes of its one part begin in the file, how many there are, and how many they are in plain. */
      readonly start: number;
      readonly sealed: number;
      readonly plain: number;
      /** In hex: the key of the part, and its first block (version 2) or the header of its stream (version 3). */
      readonly key: string;
      readonly iv: string;
    };
  };
  /** Level 3. Processor time of the whole process, its children excluded. */
  readonly prove: {
    argument: { readonly file: string; readonly password: string };
    answer: { readonly ms: number; readonly cpuMs: number; readonly peakBytes: number; readonly holds: boolean };
  };
};

/** Our program. */
export type OurOrders = {
  readonly setUp: { argument: OurSetUp; answer: null };
  readonly backUp: { argument: null; answer: OurRun };
  /** Into the folder `to`; milliseconds. */
  readonly restore: { argument: { readonly id: string; readonly to: string }; answer: number };
};
