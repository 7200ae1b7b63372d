import { messages } from '../../messages/messages.ts';
import { isCode } from '../../core/errors/app-error.ts';
import { watchLineSchema, type WatchLine } from '../../shared/cli-lines.ts';
import type { RunReport } from '../../shared/run-report.ts';
import type { Status } from '../../shared/status.ts';
import type { Call, Command } from '../command.ts';
import type { CliApp } from '../create-app.ts';
import { exitCodes } from '../exit-codes.ts';
import { openProgress } from '../progress.ts';
import { problemsOf, reportText } from '../report-text.ts';
import { safetyText } from './status.ts';
import { toldWords } from '../../messages/told-home.ts';
import { ToldHome } from '../told-home.ts';
import { formatMoment } from '../../messages/dates.ts';

export const watch: Command = {
  name: 'watch',
  get summary(): string {
    return messages.terminal.watch.summary;
  },
  synopsis: '',
  optionHelp: [],
  get notes(): Command['notes'] {
    return messages.terminal.watch.notes;
  },
  get examples(): Command['examples'] {
    return ['ha-icloud-backup watch', `ha-icloud-backup watch --json   ${messages.terminal.watch.eventByEvent}`];
  },
  options: {},
  positionals: 0,
  jsonLines: true,
  prepare: () => run,
};

const run = async (call: Call): Promise<number> => {
  const { app, io, output } = call;
  const line = (value: WatchLine): void => output.line(watchLineSchema, value);
  const progress = openProgress(call, (activity) => line({ type: 'activity', activity }), 'lines');
  const teller = new Teller(call);
  let runs = 0;
  const told = new ToldHome();
  const stop = new AbortController();
  const until = AbortSignal.any([io.signal, stop.signal]);
  const beside = [app.keepTellingHome(told.wish, until), app.keepPhoneCode(phoneCodeWish, until)];
  output.note(messages.terminal.watch.watching);
  await app
    .watch(
      {
        onActivity: (activity) => {
          told.doing(activity);
          progress.show(activity);
        },
        onReport: (report, trigger) => {
          runs += 1;
          told.doing(null);
          progress.end();
          line({ type: 'report', trigger, report });
          teller.report(report);
        },
        onStatus: (status) => {
          told.doing(null);
          line({ type: 'status', status });
          teller.status(status);
        },
      },
      io.signal,
    )
    .catch((error: unknown) => {
      // Being stopped is how a watch ends.
      if (!io.signal.aborted || !isCode(error, 'sync.cancelled')) throw error;
    })
    .finally(async () => {
      stop.abort();
      await Promise.all(beside);
    });
  line({ type: 'result', runs });
  output.note(messages.terminal.watch.stopped);
  return exitCodes.done;
};

/** A waiting watch has nothing to stop. Backups that wait for the sign-in go up once it notices that somebody signed in. */
const phoneCodeWish: Parameters<CliApp['keepPhoneCode']>[0] = {
  words: toldWords,
  hold: () => Promise.resolve(() => undefined),
  onSignedIn: () => undefined,
};

/** Says what is new in lines with their time; what was said before is not repeated. */
class Teller {
  readonly #call: Call;
  #problems = '';
  #safety = '';

  constructor(call: Call) {
    this.#call = call;
  }

  report(report: RunReport): void {
    const { output } = this.#call;
    const problems = problemsOf(report);
    const now = JSON.stringify(problems.map(({ code }) => code));
    const [headline = '', ...rest] = reportText(report);
    if (!output.json && !output.quiet) output.say([`${this.#time()}  ${headline}`, ...rest]);
    if (now !== this.#problems) for (const problem of problems) output.problem(problem);
    this.#problems = now;
  }

  status(status: Status): void {
    if (status.safety === this.#safety) return;
    this.#safety = status.safety;
    this.#call.output.note(`${this.#time()}  ${safetyText(status, this.#call.io.now())}`);
  }

  #time(): string {
    const now = this.#call.io.now();
    return formatMoment(now.toISOString(), now) ?? '';
  }
}
