import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { startAppleSimulator, type AppleSimulator, type SignedIn } from '../simulators/apple/index.ts';
import { newComputer, signedInComputer, type Computer } from './signed-in.ts';

interface KeptFile {
  /** Below the computer's folder. */
  readonly path: string;
  readonly content: Buffer;
  readonly mode: number;
  readonly modified: Date;
}

/** One real sign-in, as both ends remember it. */
interface SignInOnce {
  readonly apple: SignedIn;
  readonly files: readonly KeptFile[];
}

const filesOf = async (folder: string): Promise<KeptFile[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    paths.map(async (path) => {
      const { mode, mtime } = await stat(path);
      return { path: relative(folder, path), content: await readFile(path), mode, modified: mtime };
    }),
  );
};

const signIn = async (): Promise<SignInOnce> => {
  const apple = await startAppleSimulator();
  try {
    const computer = await signedInComputer(apple);
    const files = await filesOf(computer.dir);
    await computer.close();
    return { apple: apple.signedIn(), files };
  } finally {
    await apple.stop();
  }
};

let once: Promise<SignInOnce> | undefined;

/** The sign-in that all tests of a worker begin with. */
export const signedInOnce = (): Promise<SignInOnce> => (once ??= signIn());

/** A computer of its own that is signed in at any simulator that honours that sign-in. */
export const clonedComputer = async (apple: AppleSimulator): Promise<Computer> => {
  const computer = await newComputer(apple);
  for (const { path, content, mode, modified } of (await signedInOnce()).files) {
    const file = join(computer.dir, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, content, { mode });
    await utimes(file, modified, modified);
  }
  return computer;
};
