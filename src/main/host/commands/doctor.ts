import { isCode } from '../../../core/errors/app-error.ts';
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
      const show = (doctor: DoctorView | null): void => {
        if (running === mine) state.dispatch({ type: 'doctor', doctor });
      };
      await checkAll(context, asksCloud, show, AbortSignal.any([signal, mine.signal]));
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

/** Line by line. A check that the user gave up leaves nothing: half a list would look like a whole one. */
const checkAll = async (
  { clock, ...context }: HostContext,
  asksCloud: boolean,
  show: (doctor: DoctorView | null) => void,
  signal: AbortSignal,
): Promise<void> => {
  const lines: CheckedLine[] = [];
  const onLine = (line: CheckedLine): void => {
    lines.push(line);
    show({ lines: [...lines], firstBroken: brokenIn(lines), endedAt: null });
  };
  show({ lines: [], firstBroken: null, endedAt: null });
  try {
    const report = await ask(context, asksCloud, onLine, signal);
    show({ ...report, endedAt: clock.now().toISOString() });
  } catch (error) {
    show(null);
    if (!isCode(error, 'sync.cancelled')) throw error;
  }
};

const brokenIn = (lines: readonly CheckedLine[]): DoctorView['firstBroken'] =>
  lines.find(({ state }) => state === 'broken')?.id ?? null;

/** What speaks to the destination has our own background work make way. A run that the user ordered is left alone. */
const ask = async (
  { app, scheduler }: Pick<HostContext, 'app' | 'scheduler'>,
  asksCloud: boolean,
  onLine: (line: CheckedLine) => void,
  signal: AbortSignal,
): Promise<DoctorReport> => {
  const run = (until: AbortSignal): Promise<DoctorReport> => app.doctor({ asksCloud }, onLine, until);
  if (!asksCloud || scheduler.isBusy) return await run(signal);
  return await scheduler.run('order', (turn) => run(AbortSignal.any([signal, turn])));
};
