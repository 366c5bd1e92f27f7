/** A file of ours as its text, put in by the build. */
declare module '*?raw' {
  const text: string;
  export default text;
}
