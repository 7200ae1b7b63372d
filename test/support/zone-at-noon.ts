/** A time zone in which it is between twelve and one now: nobody is asked at night, whenever a test runs. */
export const zoneAtNoon = (): string => {
  const hour = new Date().getUTCHours();
  // East of Greenwich is minus in these names.
  return `Etc/GMT${hour >= 12 ? '+' : '-'}${Math.abs(hour - 12)}`;
};
