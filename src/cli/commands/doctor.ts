import { messages } from '../../messages/messages.ts';
import { described } from '../../messages/problems.ts';
import { doctorAnswerSchema } from '../../shared/cli-lines.ts';
import type { CheckedLine, DoctorReport } from '../../shared/doctor.ts';
import { flagOption, type Call, type Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { padded } from '../labels.ts';
import { prose, type Line } from '../prose.ts';
import { problemText } from '../problem-text.ts';

export const doctor: Command = {
  name: 'doctor',
  get summary(): string {
    return messages.terminal.doctor.summary;
  },
  synopsis: '[--apple]',
  get optionHelp(): Command['optionHelp'] {
    return [['--apple', messages.terminal.doctor.options.apple]];
  },
  get notes(): Command['notes'] {
    return messages.terminal.doctor.notes;
  },
  examples: ['ha-icloud-backup doctor', 'ha-icloud-backup doctor --apple --json | jq .firstBroken'],
  options: { apple: { type: 'boolean' } },
  positionals: 0,
  jsonLines: false,
  prepare: (given) => {
    const apple = flagOption(given, 'apple');
    return (call) => run(apple, call);
  },
};

const run = async (apple: boolean, { app, io, output }: Call): Promise<number> => {
  // People see each line as it comes; a script gets all of them at once.
  const onLine = (line: CheckedLine): void => {
    if (!output.json) output.say(lineText(line));
  };
  const report = await app.doctor({ asksCloud: apple }, onLine, io.signal);
  const lines = report.lines.map((line) => ({ ...line, problem: line.problem && described(line.problem) }));
  output.answer(doctorAnswerSchema, { ...report, lines }, () => firstText(report));
  return exitOf(report);
};

const lineText = (line: CheckedLine): Line[] => {
  const { titles, detail } = messages.doctor;
  const mark = padded(messages.terminal.doctor.marks, '  ')[line.state];
  const more = detail(line);
  return [
    `${mark}${titles[line.id]}${more === '' ? '' : `: ${more}`}`,
    ...(line.problem ? problemText(line.problem).map((part) => below(part, mark.length)) : []),
  ];
};

const below = (line: Line, cells: number): Line => {
  const lead = ' '.repeat(cells);
  return typeof line === 'string' ? `${lead}${line}` : prose(line.text, `${lead}${line.lead}`);
};

const firstText = ({ firstBroken }: DoctorReport): Line[] =>
  firstBroken === null ? [] : ['', messages.terminal.doctor.first(messages.doctor.titles[firstBroken])];

const exitOf = ({ lines, firstBroken }: DoctorReport): number => {
  if (firstBroken !== null) return exitCodes.failed;
  return lines.some(({ state }) => state === 'warning') ? exitCodes.warnings : exitCodes.done;
};
