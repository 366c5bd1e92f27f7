/** The Windows program without its signature. Throws where it is none, or not for 64 bits. */
export function withoutSignature(program: Buffer): Buffer;
