import { describe } from 'vitest';
import { destinationContract } from '../contracts/destination.ts';
import { MemoryDestination } from '../support/memory-destination.ts';

/** Many tests of the rules stand on it: it keeps what the real one keeps. */
describe('a drive in memory', () => {
  destinationContract({
    open: () => {
      const drive = new MemoryDestination();
      return Promise.resolve({ drive, put: (folder, name, content) => drive.place(folder, name, content) });
    },
    close: () => Promise.resolve(),
  });
});
