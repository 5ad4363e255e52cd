// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC1271 } from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @notice A wallet of two keys: it signs what both have signed, one signature behind the other. Unlike
/// the other contracts here it behaves.
contract ContractWallet is IERC1271 {
    uint256 private constant SIGNATURE_LENGTH = 65;

    address public first;
    address public second;

    error NotAnOwner(address caller);

    constructor(address first_, address second_) {
        first = first_;
        second = second_;
    }

    /// @notice Puts another key in the place of the second one: what that has signed counts no more.
    function replaceSecond(address second_) external {
        if (msg.sender != first) revert NotAnOwner(msg.sender);
        second = second_;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature)
        external
        view
        returns (bytes4)
    {
        if (signature.length != 2 * SIGNATURE_LENGTH) return bytes4(0);
        bool isSigned = _isSigned(hash, signature[:SIGNATURE_LENGTH], first)
            && _isSigned(hash, signature[SIGNATURE_LENGTH:], second);
        return isSigned ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function _isSigned(bytes32 hash, bytes calldata signature, address owner)
        private
        pure
        returns (bool)
    {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecover(hash, signature);
        return fault == ECDSA.RecoverError.NoError && signer == owner;
    }
}
