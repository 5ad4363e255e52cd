// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice A smart account of one key, which can be told to answer wrongly.
contract TestWallet {
    enum Answer {
        Honest,
        WrongMagic,
        MagicWithMore,
        Nothing,
        Reverts,
        BurnsGas,
        Writes
    }

    address private immutable KEY;
    Answer public answer;
    uint256 private written;

    constructor(address key) {
        KEY = key;
    }

    function setAnswer(Answer next) external {
        answer = next;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external returns (bytes32) {
        Answer chosen = answer;
        if (chosen == Answer.WrongMagic) return bytes32(bytes4(0xffffffff));
        if (chosen == Answer.MagicWithMore) {
            return bytes32(bytes4(0x1626ba7e)) | bytes32(uint256(1));
        }
        if (chosen == Answer.Reverts) revert("no");
        if (chosen == Answer.Writes) written = 1;
        if (chosen == Answer.BurnsGas) {
            while (gasleft() > 2000) { }
        }
        if (chosen == Answer.Nothing) {
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        (bytes32 r, bytes32 s, uint8 v) = abi.decode(signature, (bytes32, bytes32, uint8));
        bool valid = ecrecover(digest, v, r, s) == KEY;
        return valid ? bytes32(bytes4(0x1626ba7e)) : bytes32(0);
    }
}
