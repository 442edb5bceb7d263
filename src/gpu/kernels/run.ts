import type { Program } from './program';

/** Programs made ready to be launched together, in order, on named buffers. */
export interface Launch {
  buffers: ReadonlyMap<string, GPUBuffer>;
  /** Records one launch of every program, in order, into a command buffer and submits it. */
  submit(): void;
  /** Contents of a buffer as floats, after all submitted work. */
  read(name: string): Promise<Float32Array<ArrayBuffer>>;
  destroy(): void;
}

/**
 * Compiles programs and gives each binding name one buffer: filled from `inputs`, or of `sizes` floats,
 * zeroed. Meant for tests and benchmarks, where a few programs run alone. Throws an Error with the
 * compiler's messages when a program is refused, and one naming the binding that has neither input nor
 * size.
 */
export async function prepare(
  device: GPUDevice,
  programs: readonly Program[],
  inputs: Readonly<Record<string, Float32Array>>,
  sizes: Readonly<Record<string, number>>,
): Promise<Launch> {
  const buffers = new Map<string, GPUBuffer>();
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  for (const [name, length] of Object.entries(sizes)) {
    buffers.set(name, device.createBuffer({ size: 4 * length, usage }));
  }
  for (const [name, values] of Object.entries(inputs)) {
    const buffer = device.createBuffer({ size: values.byteLength, usage });
    device.queue.writeBuffer(buffer, 0, Float32Array.from(values));
    buffers.set(name, buffer);
  }
  const steps = await Promise.all(programs.map((program) => compile(device, program, buffers)));

  return {
    buffers,
    submit: () => {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      for (const { pipeline, group, workgroups } of steps) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, group);
        pass.dispatchWorkgroups(...workgroups);
      }
      pass.end();
      device.queue.submit([encoder.finish()]);
    },
    read: (name) => readFloats(device, bufferNamed(buffers, name)),
    destroy: () => buffers.forEach((buffer) => buffer.destroy()),
  };
}

/** Runs programs once, in order, and gives the contents of the buffers named in `sizes`. */
export async function run(
  device: GPUDevice,
  programs: readonly Program[],
  inputs: Readonly<Record<string, Float32Array>>,
  sizes: Readonly<Record<string, number>>,
): Promise<Record<string, Float32Array<ArrayBuffer>>> {
  const launch = await prepare(device, programs, inputs, sizes);
  launch.submit();
  const results: Record<string, Float32Array<ArrayBuffer>> = {};
  for (const name of Object.keys(sizes)) results[name] = await launch.read(name);
  launch.destroy();
  return results;
}

async function compile(device: GPUDevice, program: Program, buffers: ReadonlyMap<string, GPUBuffer>) {
  const { label, wgsl, bindings, workgroups } = program;
  const code = device.createShaderModule({ label, code: wgsl });
  const { messages } = await code.getCompilationInfo();
  const faults = messages.filter(({ type }) => type === 'error');
  if (faults.length > 0) {
    throw new Error(faults.map(({ lineNum, message }) => `${label}:${lineNum}: ${message}`).join('\n'));
  }
  const pipeline = await device.createComputePipelineAsync({
    label,
    layout: 'auto',
    compute: { module: code, entryPoint: 'main' },
  });
  const group = device.createBindGroup({
    label,
    layout: pipeline.getBindGroupLayout(0),
    entries: bindings.map(({ name }, binding) => ({
      binding,
      resource: { buffer: bufferNamed(buffers, name) },
    })),
  });
  return { pipeline, group, workgroups };
}

function bufferNamed(buffers: ReadonlyMap<string, GPUBuffer>, name: string): GPUBuffer {
  const buffer = buffers.get(name);
  if (buffer === undefined) throw new Error(`No buffer for the binding "${name}".`);
  return buffer;
}

async function readFloats(device: GPUDevice, source: GPUBuffer): Promise<Float32Array<ArrayBuffer>> {
  const staging = device.createBuffer({
    size: source.size,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}
