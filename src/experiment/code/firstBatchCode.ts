/**
 * Lines of LSUV that divide each kernel of `measured` by the standard deviation of its layer's outputs on the first
 * batch, as `python/initlab_probe` does; `forward` passes that batch through `model`.
 */
export const firstBatchLines: readonly string[] = `
def scale(module: torch.nn.Module, inputs: Any, output: Any) -> Any:
    w, b, tolerance, tries = measured.pop(module, (None, None, 0, 0))
    for _ in range(tries):
        values = output
        if b is not None:
            shape = [1] * values.dim()
            shape[-1 if w.dim() == 2 else 1 - w.dim()] = -1
            values = values - b.reshape(shape)
        std = float(values.double().std(unbiased=False))
        if abs(std - 1) <= tolerance:
            break
        w.div_(std)
        output = module.forward(*inputs)
    return output

buffers = [buffer.clone() for buffer in model.buffers()]
handles = [module.register_forward_hook(scale) for module in measured]
forward()
for handle in handles:
    handle.remove()
for buffer, kept in zip(model.buffers(), buffers):
    buffer.copy_(kept)`.split('\n');
