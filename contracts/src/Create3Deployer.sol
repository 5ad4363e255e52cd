// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICreate3Deployer } from "./interfaces/ICreate3Deployer.sol";
import { CREATE3 } from "solady/utils/CREATE3.sol";

/// @title CREATE3 with salts bound to their owner
/// @dev Deployed through the deterministic deployment proxy, it has the same address on every chain.
contract Create3Deployer is ICreate3Deployer {
    /// @inheritdoc ICreate3Deployer
    function deploy(bytes32 salt, bytes calldata initCode)
        external
        payable
        returns (address deployed)
    {
        deployed = addressOf(msg.sender, salt);
        if (deployed.code.length != 0) revert AlreadyDeployed(msg.sender, salt, deployed);
        emit Deployed(msg.sender, salt, deployed);
        CREATE3.deployDeterministic(msg.value, initCode, _boundSalt(msg.sender, salt));
    }

    /// @inheritdoc ICreate3Deployer
    function addressOf(address owner, bytes32 salt) public view returns (address) {
        return CREATE3.predictDeterministicAddress(_boundSalt(owner, salt));
    }

    function _boundSalt(address owner, bytes32 salt) private pure returns (bytes32) {
        return keccak256(abi.encode(owner, salt));
    }
}
