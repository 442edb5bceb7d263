import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
  VideoSample,
  VideoSampleSource,
  WebMOutputFormat,
} from 'mediabunny';
import type { VideoCodec } from 'mediabunny';
import type { Images } from '../core/images';
import { frameOf } from './enlarge';

/** The kinds of video file, each with the codecs that may go into it, best first. */
const CODECS = {
  webm: ['vp9', 'vp8', 'av1'],
  mp4: ['avc', 'av1', 'vp9'],
} as const satisfies Record<string, readonly VideoCodec[]>;
export type VideoFormat = keyof typeof CODECS;
export const VIDEO_FORMATS = Object.keys(CODECS) as VideoFormat[];

/** Encoders take even sizes only. */
const isEven = (size: number) => size % 2 === 0;

/** The codec with which this browser can write `size` x `size` frames into such a file; null where it has none. */
export async function videoCodec(format: VideoFormat, size: number): Promise<VideoCodec | null> {
  if (typeof VideoEncoder === 'undefined' || !isEven(size)) return null;
  for (const codec of CODECS[format])
    if (await canEncodeVideo(codec, { width: size, height: size, quality: new Quality('very-high') })) return codec;
  return null;
}

/** Frames as a video file, `delay` milliseconds each; `codec` must be one that `videoCodec` gave for it. */
export async function encodeVideo(
  frames: Images,
  delay: number,
  format: VideoFormat,
  codec: VideoCodec,
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: format === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat(), target });
  const source = new VideoSampleSource({ codec, quality: new Quality('very-high') });
  output.addVideoTrack(source, { frameRate: 1000 / delay });
  await output.start();
  const duration = delay / 1000;
  for (let n = 0; n < frames.count; n++) {
    const sample = new VideoSample(frameOf(frames, n), {
      format: 'RGBA',
      codedWidth: frames.size,
      codedHeight: frames.size,
      timestamp: n * duration,
      duration,
    });
    await source.add(sample);
    sample.close();
  }
  await output.finalize();
  if (!target.buffer) throw new Error('the video has no bytes');
  return new Uint8Array(target.buffer);
}
