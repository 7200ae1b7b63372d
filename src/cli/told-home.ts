import { toldWords } from '../messages/told-home.ts';
import type { Activity } from '../shared/run-report.ts';
import type { CliApp } from './create-app.ts';

type Wish = Parameters<CliApp['keepTellingHome']>[0];

/** What a watch does, as Home Assistant is told it. */
export class ToldHome {
  #activity: Activity | null = null;
  #listener: () => void = () => undefined;

  readonly wish: Wish = {
    words: toldWords(),
    activity: () => this.#activity,
    onChange: (listener) => {
      this.#listener = listener;
      return () => void (this.#listener = () => undefined);
    },
  };

  doing(activity: Activity | null): void {
    this.#activity = activity;
    this.#listener();
  }
}
