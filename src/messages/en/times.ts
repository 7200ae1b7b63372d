/** What Intl has no words for. */
export const times = {
  justNow: 'just now',
  /** `today`, `tomorrow`, `Friday` and a time of day. */
  dayAndClock: (day: string, clock: string): string => `${day} ${clock}`,
};

export type Times = typeof times;
