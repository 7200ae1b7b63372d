import type { Problem } from '../shared/run-report.ts';
import { messages, type Messages } from './messages.ts';
import { described } from './problems.ts';

interface AlarmWords {
  readonly test: { readonly title: string; readonly text: string };
  readonly of: (computer: string) => {
    readonly alias: string;
    readonly description: string;
    readonly title: string;
    readonly old: (age: string) => string;
    readonly silent: (age: string) => string;
    readonly next: string;
    readonly hours: (count: string) => string;
    readonly days: (count: string) => string;
    readonly over: string;
  };
}

export interface ToldWords {
  readonly names: Messages['toldHome']['sensors'];
  readonly device: (computer: string) => string;
  readonly alarm: AlarmWords;
  readonly problem: (problem: Problem) => { readonly title: string; readonly next: string };
}

/** What Home Assistant is told in words, in the language in use. */
export const toldWords = (): ToldWords => ({
  names: messages.toldHome.sensors,
  device: (computer) => messages.toldHome.device(computer),
  problem: (problem) => described(problem),
  alarm: alarmWords(messages.toldHome.alarm),
});

const alarmWords = ({ alias, silent, next, testTitle, test, ...words }: Messages['toldHome']['alarm']): AlarmWords => ({
  test: { title: testTitle, text: test },
  of: (computer) => ({
    ...words,
    alias: alias(computer),
    silent: (age) => silent({ computer: inTemplate(computer), age }),
    next: next(inTemplate(computer)),
  }),
});

/** A name that people gave: nothing in it is for Home Assistant to carry out. */
const inTemplate = (text: string): string => text.replaceAll(/[{}%#]/g, '');
