/** The endings of the files that can be opened. */
export const weightFileEndings = ['.safetensors', '.npy', '.npz', '.pt', '.pth', '.keras', '.h5', '.hdf5'] as const;
