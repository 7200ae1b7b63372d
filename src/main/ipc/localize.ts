import { commands, type CommandName, type CommandOutput } from '../../shared/contract/commands.ts';
import type {
  ActivityWords,
  BackupWords,
  Described,
  Marks,
  RestoreWords,
  Spoken,
  WindowProblem,
} from '../../shared/contract/described.ts';
import { viewMarks, type ViewState, type WindowState } from '../../shared/contract/views.ts';
import { actionsOf, blocksCloud, preventsBackUp } from '../../shared/problems/rules.ts';
import type { DescribedProblem, Problem } from '../../shared/run-report.ts';
import { withoutControls } from '../../shared/safe-text.ts';
import { described } from '../../messages/problems.ts';
import type { ListedBackup } from '../../shared/status.ts';
import { describeDefectText, describeLevel, nextReason } from '../../messages/reasons.ts';
import { messages, spoken } from '../../messages/messages.ts';

/**
 * The one place where windows get their words: whatever goes to a window goes through here. Where it speaks in codes, the
 * contract says. Names come from outside: no text that is shown holds controls or turns the direction of what stands beside
 * it. For plain data: what can cross the bridge.
 */
export const localizeState = (state: ViewState): WindowState => ({ ...localize(state, viewMarks), spoken: spoken() });

export const localizeAnswer = <Name extends CommandName>(
  name: Name,
  answer: CommandOutput<Name>,
): Described<CommandOutput<Name>> => localized(answer, commands[name].marks) as Described<CommandOutput<Name>>;

export const localizeProblem = (problem: Problem): WindowProblem => localize(problem, 'problem');

/** For a part of what the contract describes, with the marks of that part. */
export const localize = <T>(told: T, marks: Marks<T>): Described<T> => localized(told, marks) as Described<T>;

/** @param marks - what `Marks` says of the value's type; undefined: it speaks in no codes */
const localized = (value: unknown, marks: unknown): unknown => {
  if (typeof value === 'string') return withoutControls(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const [ofItem] = Array.isArray(marks) ? (marks as readonly unknown[]) : [];
    return value.map((item) => localized(item, ofItem));
  }
  if (typeof marks === 'string') return withWords(value, marks as keyof Spoken);
  return partsOf(value, (marks ?? {}) as Readonly<Record<string, unknown>>);
};

const partsOf = (value: object, marks: Readonly<Record<string, unknown>> = {}): object =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, comesBack.has(name) ? part : localized(part, marks[name])]),
  );

/** Names by which a window asks for something again: another spelling would name nothing. */
const comesBack: ReadonlySet<string> = new Set(['id', 'remote', 'archive']);

const withWords = (value: object, mark: keyof Spoken): object => {
  if (mark === 'problem') return problemWords(value as Problem);
  const words: (spoken: never) => object = wordsOf[mark];
  return { ...partsOf(value), ...partsOf(words(value as never)) };
};

const problemWords = (problem: Problem): WindowProblem => ({
  ...(partsOf(described(problem)) as DescribedProblem),
  actions: actionsOf(problem.code),
  blocksCloud: blocksCloud(problem.code),
  preventsBackUp: preventsBackUp(problem.code),
});

const shortcomingsOf = ({ problem, defects }: NonNullable<ListedBackup['verification']>): string[] => [
  ...(problem ? [described(problem).title] : []),
  ...defects.map(describeDefectText),
];

const whyOf = ({ levels }: NonNullable<ListedBackup['verification']>): BackupWords['why'] =>
  Object.fromEntries(
    levels.flatMap(({ level, problem }) => (problem ? [[level, described(problem).title] as const] : [])),
  );

/** What stands beside the codes. */
const wordsOf: { readonly [Mark in Exclude<keyof Spoken, 'problem'>]: (value: Spoken[Mark]) => object } = {
  backup: ({ reason, verification }): BackupWords => ({
    because: nextReason(reason),
    shortcomings: verification ? shortcomingsOf(verification) : [],
    proof: verification ? describeLevel(verification.level) : '',
    why: verification ? whyOf(verification) : {},
    trouble: verification?.problem ? problemWords(verification.problem) : null,
  }),
  restored: (result): RestoreWords => messages.restoreGuide({ ...result, haVersion: result.haVersion ?? undefined }),
  activity: (activity): ActivityWords => ({ line: messages.describeActivity(activity) }),
};
