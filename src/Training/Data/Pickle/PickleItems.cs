using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>
/// The four opcodes of which nearly all of a file consists beside its images: labels, file names, and the keys under which Python remembers
/// those. Whatever is not plain about one of them is left to the reader of all opcodes.
/// </summary>
internal sealed class PickleItems(PickleInput input, PickleStack stack, PickleMemo memo)
{
    /// <summary>Carries out these opcodes as far as they lie whole in the window and break no limit.</summary>
    // Compiled well at once: the runtime would find out that it is worth it when the first files have been read.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply()
    {
        var window = input.Window;
        var (start, next) = (input.Position, 0);
        while (next + 1 < window.Length && !stack.IsFull)
        {
            var operand = window[next + 1];
            switch ((PickleOpcode)window[next])
            {
                case PickleOpcode.BinInt1:
                    stack.PushUnchecked(new(PickleKind.Int, start + next, operand));
                    next += 2;
                    continue;
                case PickleOpcode.ShortBinString when window.Length - next - 2 >= operand:
                    var text = Encoding.Latin1.GetString(window.Slice(next + 2, operand));
                    stack.PushUnchecked(new(PickleKind.Bytes, start + next, 0, text));
                    next += 2 + operand;
                    continue;
                case PickleOpcode.BinPut when !stack.IsEmpty && !memo.IsFull:
                    memo.SetUnchecked(operand, stack.Top(start + next));
                    next += 2;
                    continue;
                case PickleOpcode.LongBinPut when window.Length - next >= 5 && !stack.IsEmpty && !memo.IsFull:
                    memo.SetUnchecked(BinaryPrimitives.ReadUInt32LittleEndian(window[(next + 1)..]), stack.Top(start + next));
                    next += 5;
                    continue;
            }

            break;
        }

        input.Skip(next);
    }
}
