import { useEffect } from 'preact/hooks';
import { offer } from '../../base/bridge.ts';
import { offered } from '../../base/overlay.ts';
import { useSignal } from '../../base/signal.ts';

const bringsFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;

/** Whether files are held over the window. Those that are dropped are offered to main; a field that takes files itself keeps its own. */
export const useDrops = (): boolean => {
  // Every element that is passed says that it is entered, and then that it is left.
  const depth = useSignal(0);
  useEffect(() => {
    const enter = (event: DragEvent): void => {
      if (bringsFiles(event)) depth.value += 1;
    };
    const leave = (event: DragEvent): void => {
      if (bringsFiles(event)) depth.value = Math.max(depth.value - 1, 0);
    };
    const over = (event: DragEvent): void => {
      if (event.defaultPrevented || !bringsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent): void => {
      depth.value = 0;
      const files = event.dataTransfer?.files;
      const file = files?.[0];
      if (event.defaultPrevented || files === undefined || file === undefined) return;
      event.preventDefault();
      void offer(file, files.length).then((answer) => (offered.value = answer));
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop } as const;
    const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listen] of all) window.addEventListener(name, listen);
    return () => {
      for (const [name, listen] of all) window.removeEventListener(name, listen);
    };
  }, []);
  return depth.value > 0;
};
