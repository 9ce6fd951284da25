namespace ResNet.Distributed.ServiceDefaults.Security;

/// <summary>Why a request was refused; each kind is logged once in a while, whatever the number.</summary>
public enum RefusalKind
{
    /// <summary>It had no key.</summary>
    NoKey,

    /// <summary>It had a wrong key.</summary>
    WrongKey,

    /// <summary>It had the key in its address, where logs and histories would keep it.</summary>
    KeyInUrl,

    /// <summary>A page of another origin made a browser send it.</summary>
    OtherOrigin,

    /// <summary>Its body was too large.</summary>
    TooLarge,

    /// <summary>It was one of too many.</summary>
    TooMany,

    /// <summary>It was not HTTP as it should be: cut off, too slow, malformed.</summary>
    Malformed,
}
