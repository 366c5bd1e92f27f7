/**
 * Does a work and what goes on beside it, and gives what the work brought. Whatever becomes of one of them, the other
 * has come to its end before anything else begins, and before either failure is thrown.
 */
export async function bothEnded<T>(work: Promise<T>, beside: Promise<unknown>): Promise<T> {
  await Promise.allSettled([work, beside]);
  await beside;
  return work;
}
