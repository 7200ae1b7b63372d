export const watch = {
  summary: 'back up automatically in this terminal, until Ctrl-C',
  notes: [
    'Checks Home Assistant every hour and whenever it has made a backup. Apple is contacted only when there is something to upload or delete, and once a day.',
    'Exits with 0 when it is stopped.',
  ],
  /** Behind an example. */
  eventByEvent: '(one line for each event)',
  watching: 'Watching for new backups. Press Ctrl-C to stop.',
  stopped: 'Stopped.',
};
