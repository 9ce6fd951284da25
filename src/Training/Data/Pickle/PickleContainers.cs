namespace ResNet.Distributed.Training.Data.Pickle;

/// <summary>The opcodes that make and fill tuples, lists and dictionaries.</summary>
internal sealed class PickleContainers(PickleInput input, PickleStack stack)
{
    private int _listItems;
    private int _containers;

    /// <summary>Carries out the opcode; false when it is none of these.</summary>
    public bool Apply(PickleOpcode opcode, int at)
    {
        switch (opcode)
        {
            case PickleOpcode.EmptyList: Push(PickleKind.List, new List<PickleValue>(), at); return true;
            case PickleOpcode.EmptyDict: Push(PickleKind.Dictionary, new Dictionary<string, PickleValue>(), at); return true;
            case PickleOpcode.Tuple: MakeTuple(stack.PopToMark(at), at); return true;
            case PickleOpcode.Tuple1: MakeTuple(stack.Pop(1, at), at); return true;
            case PickleOpcode.Tuple2: MakeTuple(stack.Pop(2, at), at); return true;
            case PickleOpcode.Tuple3: MakeTuple(stack.Pop(3, at), at); return true;
            case PickleOpcode.Append: Append(stack.Pop(1, at), at); return true;
            case PickleOpcode.Appends: Append(stack.PopToMark(at), at); return true;
            case PickleOpcode.SetItem: SetItems(stack.Pop(2, at), at); return true;
            case PickleOpcode.SetItems: SetItems(stack.PopToMark(at), at); return true;
            default: return false;
        }
    }

    private void Push(PickleKind kind, object container, int at)
    {
        if (++_containers > PickleLimits.Containers)
        {
            throw input.Error(at, $"more than {PickleLimits.Containers} lists, dictionaries and tuples", "a few");
        }

        stack.Push(new(kind, at, 0, container));
    }

    private void MakeTuple(ReadOnlySpan<PickleValue> items, int at)
    {
        if (items.Length > PickleLimits.TupleItems)
        {
            throw input.Error(at, $"a tuple of {items.Length}", $"at most {PickleLimits.TupleItems} items");
        }

        Push(PickleKind.Tuple, items.ToArray(), at);
    }

    private void Append(ReadOnlySpan<PickleValue> items, int at)
    {
        if (stack.Top(at).Object is not List<PickleValue> list)
        {
            throw input.Error(at, $"items for {stack.Top(at).Describe()}", "items for a list");
        }

        _listItems += items.Length;
        if (_listItems > PickleLimits.ListItems)
        {
            throw input.Error(
                at, $"more than {PickleLimits.ListItems} items in lists", "labels and file names, one for each image");
        }

        list.AddRange(items);
    }

    private void SetItems(ReadOnlySpan<PickleValue> items, int at)
    {
        if (stack.Top(at).Object is not Dictionary<string, PickleValue> dictionary)
        {
            throw input.Error(at, $"entries for {stack.Top(at).Describe()}", "entries for a dictionary");
        }

        if (items.Length % 2 != 0)
        {
            throw input.Error(at, $"{items.Length} values for a dictionary", "pairs of key and value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary[items[i].AsString()
                ?? throw input.Error(items[i].Offset, items[i].Describe(), "a string as key")] = items[i + 1];
        }

        if (dictionary.Count > PickleLimits.DictionaryItems)
        {
            throw input.Error(at, $"a dictionary of {dictionary.Count}", $"at most {PickleLimits.DictionaryItems} entries");
        }
    }
}
