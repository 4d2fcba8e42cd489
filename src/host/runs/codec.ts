import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RecordingCodec } from '../../experiment/runFile/savedRun';

/** Packs and unpacks beside the extension host's own work. */
export const codec: RecordingCodec = {
  pack: async (bytes) => (await promisify(gzip)(bytes)).toString('base64'),
  unpack: async (text, most) =>
    new Uint8Array(await promisify(gunzip)(Buffer.from(text, 'base64'), { maxOutputLength: most })),
};
