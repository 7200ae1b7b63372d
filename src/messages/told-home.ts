import type { Problem } from '../shared/run-report.ts';
import { messages, type Messages } from './messages.ts';
import { described } from './problems.ts';

export interface ToldWords {
  readonly names: Messages['toldHome']['sensors'];
  device(computer: string): string;
  problem(problem: Problem): { readonly title: string; readonly next: string };
}

/** What Home Assistant is told in words, in the language in use. */
export const toldWords = (): ToldWords => ({
  names: messages.toldHome.sensors,
  device: (computer) => messages.toldHome.device(computer),
  problem: (problem) => described(problem),
});
