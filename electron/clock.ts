/** The time comes in from outside, so that a test can set it. */
export interface Clock {
  now(): Date;
  /** Minutes that local time is ahead of UTC at this moment. */
  utcOffsetMinutes(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  utcOffsetMinutes: () => -new Date().getTimezoneOffset(),
};
