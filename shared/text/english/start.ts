/** Before there is anything to diagnose. */
export const startWords = {
  looking: 'Nothing is changed',
  openingTitle: 'Looking at this server',
  openingLead:
    "Sites, certificates and Setup's log are read, and nothing else. Nothing is changed until you have seen a plan and accepted it.",
  safe: 'Safe to close: nothing has been changed.',
  notOpened: 'Not opened',
  shutTitle: 'The rescue cannot be opened',
  retry: 'Retry',
} as const;
