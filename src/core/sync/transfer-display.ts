import type { Activity } from '../../shared/run-report.ts';

/** Both directions in one picture, for the front ends. */
export class TransferDisplay {
  readonly #show: (activity: Activity) => void;
  #waiting: number;
  #download: { name: string; bytes: number; total: number | undefined } | undefined;
  #upload: { name: string; bytes: number; total: number; finishing: boolean } | undefined;

  constructor(count: number, show: (activity: Activity) => void) {
    this.#waiting = count;
    this.#show = show;
  }

  download(state: { name: string; bytes: number; total: number | undefined }): void {
    this.#download = state.bytes === state.total ? undefined : state;
    this.#tell();
  }

  upload({ name, bytes, total, finishing }: { name: string; bytes: number; total: number; finishing: boolean }): void {
    this.#upload = { name, bytes, total, finishing };
    this.#tell();
  }

  done(name: string): void {
    if (this.#download?.name === name) this.#download = undefined;
    this.#upload = undefined;
    this.#waiting -= 1;
    this.#tell();
  }

  #tell(): void {
    this.#show({
      phase: 'transferring',
      ...(this.#download ? { download: this.#download } : {}),
      ...(this.#upload ? { upload: this.#upload } : {}),
      waiting: Math.max(this.#waiting - 1, 0),
    });
  }
}
