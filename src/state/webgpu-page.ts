/** Whether this page is kept from WebGPU: no API, or no adapter to be had. */
export async function pageLacksWebGpu(navigator: Pick<Navigator, 'gpu'> | undefined): Promise<boolean> {
  // The type promises `gpu` to every page; browsers without WebGPU do not.
  const gpu: GPU | undefined = navigator?.gpu;
  if (gpu === undefined || gpu === null) return true;
  try {
    return (await gpu.requestAdapter()) === null;
  } catch {
    return true;
  }
}
