// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Who signed 32 bytes
library Signatures {
    /// What a contract may use up to confirm a signature; a Safe of ten owners needs a third of it.
    uint256 internal constant CONTRACT_GAS = 300_000;

    /// Half of the curve's order: of the two signatures with one r only the one of the lower s counts.
    uint256 internal constant MAX_S =
        0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    bytes4 private constant IS_VALID_SIGNATURE = 0x1626ba7e;

    /// @notice Whether an account's owner, or its contract, signed.
    /// @param signature 64 bytes (EIP-2098), 65 bytes (v 0, 1, 27 or 28), or what the contract takes.
    /// @return valid Whether it did.
    /// @return recovered Whose signature it is instead; zero when nobody's.
    function isOwners(address account, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (bool valid, address recovered)
    {
        recovered = recover(digest, signature);
        if (recovered == account && recovered != address(0)) return (true, recovered);
        return (isContracts(account, digest, signature), recovered);
    }

    /// @notice Who signed; zero when it is no signature, or one with the higher s.
    function recover(bytes32 digest, bytes calldata signature)
        internal
        view
        returns (address signer)
    {
        if (signature.length == 64) {
            return recoverCompact(
                digest, uint256(bytes32(signature[:32])), uint256(bytes32(signature[32:]))
            );
        }
        if (signature.length == 65) {
            uint256 v = uint8(signature[64]);
            if (v >= 27) v -= 27;
            uint256 s = uint256(bytes32(signature[32:64]));
            if (v > 1 || s > MAX_S) return address(0);
            return recoverCompact(digest, uint256(bytes32(signature[:32])), s | (v << 255));
        }
    }

    /// @notice Likewise of a compact signature (EIP-2098): the highest bit of `vs` is the parity.
    /// @dev The same checks as OpenZeppelin's recovery, without its way of telling errors.
    function recoverCompact(bytes32 digest, uint256 r, uint256 vs)
        internal
        view
        returns (address signer)
    {
        uint256 most = MAX_S;
        assembly ("memory-safe") {
            let s := shr(1, shl(1, vs))
            if iszero(gt(s, most)) {
                let input := mload(0x40)
                mstore(input, digest)
                mstore(add(input, 0x20), add(27, shr(255, vs)))
                mstore(add(input, 0x40), r)
                mstore(add(input, 0x60), s)
                // What recovers nobody answers nothing, and leaves the zero.
                mstore(0, 0)
                pop(staticcall(gas(), 1, input, 0x80, 0, 0x20))
                signer := mload(0)
            }
        }
    }

    /// @notice Whether a contract confirms a signature (ERC-1271): a static call of bounded gas whose
    /// answer is exactly the magic word. Where no code is, nothing is confirmed.
    function isContracts(address account, bytes32 digest, bytes calldata signature)
        internal
        view
        returns (bool valid)
    {
        bytes memory data = abi.encodeWithSelector(IS_VALID_SIGNATURE, digest, signature);
        bytes32 answer;
        assembly ("memory-safe") {
            // Only one word of the answer is copied, however long it is.
            let success := staticcall(CONTRACT_GAS, account, add(data, 0x20), mload(data), 0, 0x20)
            if and(success, gt(returndatasize(), 0x1f)) { answer := mload(0) }
        }
        return answer == bytes32(IS_VALID_SIGNATURE);
    }
}
