export const watch = {
  summary: 'background sync in a terminal, until Ctrl-C',
  notes: [
    'Looks at Home Assistant every hour and whenever it has made a backup. Apple is contacted only when there is something to store or to delete.',
    'Ends with 0 when it is asked to stop.',
  ],
  /** Behind an example. */
  eventByEvent: '(a line for each event)',
  watching: 'Watching. Ctrl-C ends it.',
  stopped: 'Stopped.',
};
