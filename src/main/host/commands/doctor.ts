import { unasked } from '../../../core/doctor/answer.ts';
import { isOfCloud } from '../../../core/doctor/cloud.ts';
import { isCode, throwIfCancelled } from '../../../core/errors/app-error.ts';
import type { DoctorView } from '../../../shared/contract/views.ts';
import type { CheckedLine, DoctorReport } from '../../../shared/doctor.ts';
import { doctorText } from '../doctor-text.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

export const doctorCommands = (context: HostContext): HandlersOf<'doctor'> => {
  const { shell, state, redactor, signal } = context;
  let running: AbortController | undefined;
  return {
    'doctor.run': async ({ asksCloud }) => {
      running?.abort();
      const mine = new AbortController();
      running = mine;
      const until = AbortSignal.any([signal, mine.signal]);
      let isShown = false;
      const show = (doctor: DoctorView | null): void => {
        // Taken away meanwhile: another account or home is set up, and what comes of this one is no news.
        if (isShown && !state.current().doctor) mine.abort();
        else if (running === mine) state.dispatch({ type: 'doctor', doctor });
        isShown = true;
      };
      await checkAll(context, asksCloud, show, until);
      return null;
    },
    'doctor.cancel': () => {
      running?.abort();
      return Promise.resolve(null);
    },
    'doctor.copy': () => {
      const { app, doctor } = state.current();
      if (doctor) shell.copyText(doctorText(doctor, app, redactor.redact));
      return Promise.resolve(null);
    },
  };
};

/** So long the rest of a list holds while the destination is asked as well: the one time that stands on it is true of all. */
const freshMs = 5 * 60_000;

/** The list that is shown, where asking the destination only adds to it. */
const toAddTo = ({ state, clock }: HostContext, asksCloud: boolean): DoctorView | null => {
  const { doctor } = state.current();
  if (!asksCloud || typeof doctor?.endedAt !== 'string') return null;
  const age = clock.now().getTime() - Date.parse(doctor.endedAt);
  return age >= 0 && age < freshMs ? doctor : null;
};

/** Line by line. A check that the user gave up leaves nothing of its own: half a list would look like a whole one. */
const checkAll = async (
  context: HostContext,
  asksCloud: boolean,
  show: (doctor: DoctorView | null) => void,
  signal: AbortSignal,
): Promise<void> => {
  const before = toAddTo(context, asksCloud);
  const lines: CheckedLine[] = before ? before.lines.filter((line) => !isOfCloud(line)) : [];
  const known = new Set(lines.map(({ id }) => id));
  const onLine = (line: CheckedLine): void => {
    // It is asked further down, or stands there already.
    if ((asksCloud && line.reason === 'when-asked') || known.has(line.id)) return;
    known.add(line.id);
    lines.push(line);
    show({ lines: [...lines], firstBroken: brokenIn(lines), endedAt: null });
  };
  show({ lines: [...lines], firstBroken: brokenIn(lines), endedAt: null });
  try {
    const first = before ?? (await context.app.doctor({ asksCloud: false }, onLine, signal));
    const report = asksCloud ? await askCloud(context, first.lines, onLine, signal) : first;
    show({ ...report, endedAt: context.clock.now().toISOString() });
  } catch (error) {
    show(before);
    if (!isCode(error, 'sync.cancelled')) throw error;
  }
};

const brokenIn = (lines: readonly CheckedLine[]): DoctorView['firstBroken'] =>
  lines.find(({ state }) => state === 'broken')?.id ?? null;

/**
 * In a turn of its own, which makes way for the user's backup or sign-in: what is left of the list is not asked then. A run that is
 * under way is left alone.
 */
const askCloud = async (
  { app, scheduler }: HostContext,
  after: readonly CheckedLine[],
  onLine: (line: CheckedLine) => void,
  signal: AbortSignal,
): Promise<DoctorReport> => {
  const told: CheckedLine[] = [];
  const tell = (line: CheckedLine): void => {
    told.push(line);
    onLine(line);
  };
  const run = (until: AbortSignal): Promise<DoctorReport> => app.doctor({ asksCloud: true, after }, tell, until);
  if (scheduler.isBusy) return await run(signal);
  const turn = scheduler.ask('doctor');
  try {
    await turn.begun();
    const until = AbortSignal.any([signal, turn.signal]);
    throwIfCancelled(until);
    return await run(until);
  } catch (error) {
    if (turn.stoppedBy !== 'priority' || signal.aborted) throw error;
    return madeWay(after, told);
  } finally {
    turn.end();
  }
};

const madeWay = (after: readonly CheckedLine[], told: readonly CheckedLine[]): DoctorReport => {
  const lines = after.map((line): CheckedLine => {
    const asked = told.find(({ id }) => id === line.id) ?? { id: line.id, ...unasked('running') };
    return isOfCloud(line) ? asked : line;
  });
  return { lines, firstBroken: brokenIn(lines) };
};
