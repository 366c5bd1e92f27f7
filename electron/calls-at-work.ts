/** Calls that are at work, given up or not, of all servers: their threads are of this process. */
let atWork = 0;

export function callsAtWork(): number {
  return atWork;
}

export function countUntilAnswered(call: Promise<unknown>): void {
  atWork += 1;
  const answered = () => {
    atWork -= 1;
  };
  // What a call throws that nobody waits for any more tells nobody anything: what stands there is read.
  void call.then(answered, answered);
}
