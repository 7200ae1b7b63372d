import { doctorLines, type CheckedLine, type DoctorLine, type DoctorReport } from '../../src/shared/doctor.ts';

const fine = { state: 'ok', problem: null, reason: null, facts: {} } as const;

/** What a doctor found: all well but for what is given. */
export const aDoctorReport = (given: Partial<Record<DoctorLine, Partial<CheckedLine>>> = {}): DoctorReport => {
  const lines = doctorLines.map((id): CheckedLine => ({ id, ...fine, ...given[id] }));
  return { lines, firstBroken: lines.find(({ state }) => state === 'broken')?.id ?? null };
};

/** Of every kind of line one. */
export const aMixedReport = (): DoctorReport =>
  aDoctorReport({
    'home-network': { facts: { encrypted: true, here: true } },
    disk: { facts: { freeBytes: 120_000_000_000 } },
    'login-item': { state: 'not-asked', reason: 'app-only' },
    'home-list': {
      state: 'broken',
      problem: { code: 'ha.list-incomplete', facts: { agent: 'hassio.local', reason: 'away' } },
    },
    'home-retention': { state: 'warning', problem: { code: 'ha.keeps-too-few', facts: { days: 3 } } },
    'home-download': { state: 'not-asked', reason: 'broken-before' },
  });

/** As the doctor tells it: line by line. */
export const tellAll = (report: DoctorReport, onLine: (line: CheckedLine) => void): DoctorReport => {
  for (const line of report.lines) onLine(line);
  return report;
};
